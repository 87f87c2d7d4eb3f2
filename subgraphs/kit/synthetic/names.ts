/** Made-up names: a surname and one or two characters; likeness to anybody is chance. */
import type { RandomStream } from './random';

// Those that are common in Guangxi stand twice and come up twice as often.
const SURNAMES: readonly string[] = [
  ...['韦', '黄', '覃', '陆', '梁', '李', '农', '韦', '黄', '覃', '陆', '梁', '李', '农'],
  ...['莫', '廖', '罗', '苏', '卢', '蓝', '潘', '甘', '岑', '唐', '周', '陈', '蒙', '谭', '石', '吴'],
];

const GIVEN_CHARACTERS: readonly string[] = [
  ...'安宁江河山海春秋明清文武德仁义礼智信平和兰梅竹菊荷桂松柏云月星辰雨雪金玉光辉永恒思源志远新华东南北芳秀丽美静雅佳慧勇刚强伟',
];

export function syntheticSurname(random: RandomStream): string {
  return random.pick(SURNAMES);
}

export function syntheticGivenName(random: RandomStream): string {
  const first = random.pick(GIVEN_CHARACTERS);
  return random.chance(0.75) ? first + random.pick(GIVEN_CHARACTERS) : first;
}
