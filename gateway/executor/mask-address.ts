/** A Chinese address as far as its county; an address in which city and county are not plain to see has no masked form. */

const han = '\\p{Script=Han}';
const province = `(?:${han}{2,8}?(?:省|自治区))?`;
const city = `${han}{1,9}?(?:市|自治州|地区|盟)`;
// Streets and housing estates (…小区, …社区, …路) look like counties to a careless reader and would pass through.
const plainCounty = `(?!${han}{1,2}[路街巷道号村])${han}{1,3}?(?:县|市|旗|(?<![小社园校院片景库厂业发宅])区)`;
const autonomousCounty = `${han}{2,12}?(?:自治县|自治旗)`;

const form = new RegExp(`^${province}${city}(?:${plainCounty}|${autonomousCounty})`, 'u');

export function addressUpToCounty(address: string): string | null {
  return form.exec(address)?.[0] ?? null;
}
