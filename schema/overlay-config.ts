/** The `overlays` of lingqu.yaml, and their files read in. */
import type { AccessClass, Level, OpenReason, ProviderKind } from '../directives';
import type { SdlSources } from './obtain-sdl';
import type { Overlay } from './overlay';
import type { YamlProblem } from './strict-yaml';

/** Labels for a subgraph whose owner cannot edit its SDL. */
export interface OverlayConfig {
  readonly provider: {
    readonly org: string;
    readonly kind: ProviderKind;
    readonly level: Level;
    readonly region: string;
    readonly sector: string | null;
  } | null;
  readonly assume: {
    readonly share: AccessClass;
    readonly open: AccessClass;
    readonly basis: readonly string[] | null;
    readonly reason: readonly OpenReason[] | null;
    readonly conditions: readonly string[] | null;
    readonly scope: readonly string[] | null;
    readonly purposes: readonly string[] | null;
    /** `sha256:` + hex of the SDL it was written for, or `*` (never in production). */
    readonly sdlHash: string;
  } | null;
  /** Absolute path. */
  readonly file: string | null;
}

/** @param known names of subgraphs: an overlay for another one would label nothing, unnoticed */
export function readOverlays(
  configured: Readonly<Record<string, OverlayConfig>>,
  known: ReadonlySet<string>,
  sources: Pick<SdlSources, 'readText'>,
): { readonly overlays: ReadonlyMap<string, Overlay>; readonly problems: readonly YamlProblem[] } {
  const overlays = new Map<string, Overlay>();
  const problems: YamlProblem[] = [];
  for (const [name, { provider, assume, file }] of Object.entries(configured)) {
    const refuse = (key: string, message: string): void => {
      problems.push({ file: 'lingqu.yaml', line: null, key: `overlays.${name}${key}`, message });
    };
    if (!known.has(name)) refuse('', `there is no subgraph \`${name}\`: remove this overlay or correct its name`);
    let text: string | null = null;
    try {
      text = file === null ? null : sources.readText(file);
    } catch {
      refuse('.file', `cannot read \`${file}\`: write the path of the overlay file`);
    }
    overlays.set(name, {
      provider:
        provider === null
          ? null
          : {
              organisation: provider.org,
              kind: provider.kind,
              level: provider.level,
              region: provider.region,
              sector: provider.sector,
            },
      assume,
      file: file === null || text === null ? null : { name: file, text },
    });
  }
  return { overlays, problems };
}
