/** Ends of file names that are also top-level domains, or look like one. */
const FILES =
  /^(?:php\d?|phtml|html?|shtml|xhtml|xml|rss|json|txt|md|csv|css|js|mjs|map|jpe?g|png|gif|ico|svg|webp|pdf|zip|gz|asp|aspx|jsp|do|cgi|pl|py|rb|sh|cfm|action|axd|ashx|svc|mp[34]|webm|swf|woff2?|ttf|eot)$/i;

/**
 * The host that a text begins with as an address without its scheme does: `www.example.com`, `example.com/path`,
 * `example.com$request_uri`. null for names of files, such as `index.php`, and where one cannot tell.
 */
export function hostAtStart(text: string): string | null {
  const [, host, port = '', rest = ''] =
    /^((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])(:\d+)?($|[/?#$].*)/is.exec(text) ?? [];
  if (host === undefined) return null;
  const domain = host.slice(host.lastIndexOf('.') + 1);
  if (/^www\./i.test(host)) return host + port;
  // A name alone may be that of a file of any kind.
  return FILES.test(domain) || (rest === '' && port === '') ? null : host + port;
}
