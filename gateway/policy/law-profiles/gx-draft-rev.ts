/** The Guangxi draft regulation, revised text with NEW article numbers: data only. The draft is not the law in force. */
import type { ArticlesByClass, LawProfile } from '../law-profile';

const always = (article: string): ArticlesByClass => ({ UNCONDITIONAL: article, CONDITIONAL: article, NONE: article });

export const gxDraftRev: LawProfile = {
  name: 'gx-draft-rev',
  source: '广西壮族自治区大数据发展条例（修订草案）',
  articles: {
    UNCLASSIFIED: { SHARE: always('31'), OPEN: always('31') },
    PURPOSE_REQUIRED: { SHARE: { ...always('34'), UNCONDITIONAL: '35' }, OPEN: always('38') },
    PURPOSE_NOT_ALLOWED: { SHARE: { ...always('34'), UNCONDITIONAL: '35' }, OPEN: always('38') },
    GRANT_REQUIRED: { SHARE: always('34'), OPEN: always('38') },
    GRANT_EXPIRED: { SHARE: always('34'), OPEN: always('38') },
    SCOPE_LIMITED: { SHARE: always('34'), OPEN: always('38') },
    METHOD_NOT_ALLOWED: { SHARE: always('35'), OPEN: always('35') },
    NOT_SHARED: { SHARE: always('31'), OPEN: always('31') },
    NOT_OPEN: { SHARE: always('36'), OPEN: always('36') },
    AGREEMENT_REQUIRED: { SHARE: always('38'), OPEN: always('38') },
    GRANT_SUSPENDED: { SHARE: always('67'), OPEN: always('73') },
    ONWARD_TRANSFER: { SHARE: always('35'), OPEN: always('38') },
    INFLUENCE_NOT_PERMITTED: { SHARE: always('34'), OPEN: always('38') },
    FLOW_NOT_PERMITTED: { SHARE: always('35'), OPEN: { UNCONDITIONAL: '37', CONDITIONAL: '38', NONE: '36' } },
  },
  ownDataArticles: { ONWARD_TRANSFER: '31' },
};
