type Task = { readonly text: string } | { readonly value: unknown; readonly depth: number };

/**
 * `JSON.stringify` of plain data without recursion: nginx accepts blocks nested thousands deep, at which V8's own ends
 * with a stack overflow. The text is the same.
 */
export function jsonText(value: unknown, indent = 0): string {
  const parts: string[] = [];
  const tasks: Task[] = [{ value, depth: 0 }];
  const gap = (depth: number): string => (indent > 0 ? `\n${' '.repeat(indent * depth)}` : '');
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if ('text' in task) {
      parts.push(task.text);
      continue;
    }
    const { value: current, depth } = task;
    if (typeof current !== 'object' || current === null) {
      parts.push(JSON.stringify(current));
      continue;
    }
    const list = Array.isArray(current);
    const entries = Object.entries(current).filter(([, item]) => item !== undefined);
    const [open, close] = list ? ['[', ']'] : ['{', '}'];
    parts.push(open);
    if (entries.length > 0) tasks.push({ text: gap(depth) + close });
    else tasks.push({ text: close });
    for (let at = entries.length - 1; at >= 0; at--) {
      const [key, item] = entries[at] ?? ['', null];
      const before =
        (at > 0 ? ',' : '') + gap(depth + 1) + (list ? '' : `${JSON.stringify(key)}:${indent > 0 ? ' ' : ''}`);
      tasks.push({ value: item, depth: depth + 1 }, { text: before });
    }
  }
  return parts.join('');
}
