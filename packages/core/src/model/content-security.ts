/** One directive of a Content-Security-Policy: `script-src 'self'`. */
export interface PolicyDirective {
  /** As written. */
  readonly name: string;
  readonly sources: readonly string[];
}

/** Directives of CSP Level 3 and its neighbours. */
export const POLICY_DIRECTIVES: readonly string[] = [
  ...[
    'default-src',
    'script-src',
    'script-src-elem',
    'script-src-attr',
    'style-src',
    'style-src-elem',
    'style-src-attr',
  ],
  ...['img-src', 'font-src', 'connect-src', 'media-src', 'object-src', 'child-src', 'frame-src', 'worker-src'],
  ...['manifest-src', 'prefetch-src', 'fenced-frame-src', 'base-uri', 'form-action', 'frame-ancestors', 'navigate-to'],
  ...['sandbox', 'report-uri', 'report-to', 'upgrade-insecure-requests', 'block-all-mixed-content', 'plugin-types'],
  ...['require-trusted-types-for', 'trusted-types', 'require-sri-for', 'reflected-xss', 'referrer', 'webrtc'],
];

/** Cuts a policy as browsers do: directives at `;`, sources at blanks; of several with one name the first counts. */
export function policyOf(value: string): readonly PolicyDirective[] {
  const seen = new Set<string>();
  return value.split(';').flatMap((part) => {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    const key = name.toLowerCase();
    if (name === '' || seen.has(key)) return [];
    seen.add(key);
    return [{ name, sources }];
  });
}
