/** How much of a Chinese name is the family name: one character, or two where the name begins with a compound one. */

/** Compound family names in use; with any other, one character is kept, which shows less. */
const compound = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '司徒',
  '东方',
  '夏侯',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '长孙',
  '宇文',
  '端木',
  '百里',
  '南宫',
  '东郭',
  '西门',
  '独孤',
]);

/**
 * @param name its code points
 * @returns how many of them, always fewer than `name` has, if that has at least two
 */
export function familyNameLength(name: readonly string[]): number {
  return name.length > 2 && compound.has(`${name[0] ?? ''}${name[1] ?? ''}`) ? 2 : 1;
}
