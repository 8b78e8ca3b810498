import type { DirectiveCheck } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';

const OWN_ROOTS = ['document_root', 'realpath_root'];

/** Mirrors ngx_http_core_root(), which sets both. */
export const rootAndAlias: DirectiveCheck = {
  names: ['root', 'alias'],
  looksAround: true,
  *check(at) {
    const { name, args } = at.node;
    const [path] = args;
    const block = at.parent?.node;
    const [location] = block?.args ?? [];
    if (name.value === 'alias' && block?.args.length === 1 && location?.value.startsWith('@')) {
      const nginx = 'the "alias" directive cannot be used inside the named location';
      yield invalidValue(
        at,
        name,
        nginx,
        `"alias" cannot be used in the named location "${location.value}"; take "root"`,
      );
    }
    const used =
      path && OWN_ROOTS.find((root) => path.value.includes(`$${root}`) || path.value.includes(`\${${root}}`));
    if (path === undefined || used === undefined) return;
    const nginx = `the $${used} variable cannot be used in the "${name.value}" directive`;
    yield invalidValue(at, path, nginx, `"$${used}" is made of "${name.value}" and cannot be used in it`);
  },
};
