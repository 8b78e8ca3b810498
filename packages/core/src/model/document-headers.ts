/** Headers by which a page tells the browser what it may do with it; HSTS, which holds for the whole host, is none. */
const DOCUMENT_HEADERS: ReadonlySet<string> = new Set([
  ...['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy', 'permissions-policy'],
  ...['cross-origin-opener-policy', 'cross-origin-embedder-policy', 'cross-origin-resource-policy'],
]);

/** Does a header protect the page it comes with? Names of headers are compared without case. */
export function isDocumentHeader(name: string): boolean {
  return DOCUMENT_HEADERS.has(name.toLowerCase());
}
