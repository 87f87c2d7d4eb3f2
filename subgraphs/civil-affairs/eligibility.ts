/** Whether a household may receive social assistance, from what others know about it: an invented rule of thumb, no regulation. */

/** Whole yuan a year and person. */
const threshold = 9_600;

/**
 * @param income whole yuan in the latest year
 * @param householdSize persons that it has to feed
 * @returns `null` where a number is missing: not knowing is no refusal
 */
export function isEligible(
  income: number | null | undefined,
  householdSize: number | null | undefined,
): boolean | null {
  if (income == null || householdSize == null || householdSize < 1) return null;
  return income / householdSize < threshold;
}
