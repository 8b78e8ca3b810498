/** Files that are filled in before nginx reads them, and examples that are to be copied. */
const TEMPLATE =
  /\.(?:template|tmpl|gotmpl|ctmpl|s?tpl|j2|jinja2?|erb|epp|ejs|mustache|hbs|tt2?|in|dist|sample|example)$/i;

const PLACEHOLDER =
  /\$\{[A-Z][A-Z0-9_]*\}|\{\{.*?\}\}|\{%.*?%\}|<%=?|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|@@?[A-Z][A-Z0-9_]+@@?|%%?[A-Za-z_]{3,}%%?|<[A-Za-z][\w .-]*>|^\$[A-Z][A-Z0-9_]+$/;

/** Marks that only other programs fill in: nothing of nginx's own looks like them. */
const FOREIGN = /\{\{.*?\}\}|\{%.*?%\}|<%=?|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|%%?[A-Za-z_]{2,}%%?/;

/** By its name. */
export function isTemplate(file: string): boolean {
  return TEMPLATE.test(file);
}

/** What of a text stands there to be filled in. */
export function placeholderIn(text: string): string | null {
  return PLACEHOLDER.exec(text)?.[0] ?? null;
}

/** Such a mark for which nginx refuses the word, and which says why better than nginx does. */
export function foreignPlaceholderIn(text: string): string | null {
  return FOREIGN.exec(text)?.[0] ?? null;
}
