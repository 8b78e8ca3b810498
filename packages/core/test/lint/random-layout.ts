import fc from 'fast-check';

const words = ['a', 'listen', '"b c"', "'d\n  e '", 'x\\ ', '\\\n', '"f;\n#"', '$g', '${h}', '# i\n j'];
const gaps = [' ', '  ', '\t', '\n', '\n    ', ' \r\n', ' # c\n', '\n# c ; d\n\n  ', '\r'];
const between = ['', ' ', '\n', '\n\n', '\n    ', '\n\t', ' # c\n', '\n  # c\n  # d \n', '\r\n', '  \n'];

/** Statements and blocks in any layout, most of which nginx's reader accepts. */
export const randomLayout = fc.letrec<{ statements: string; statement: string; head: string }>((tie) => ({
  statements: fc
    .array(fc.tuple(fc.constantFrom(...between), tie('statement')), { maxLength: 4 })
    .chain((parts) => fc.constantFrom(...between).map((last) => parts.flat().join('') + last)),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(tie('head'), fc.constantFrom(';', ' ;', '\n;')).map((parts) => parts.join('')),
    fc
      .tuple(tie('head'), fc.constantFrom('{', ' {', '\n{', ' # o\n {'), tie('statements'), fc.constant('}'))
      .map((parts) => parts.join('')),
    fc.constant('content_by_lua_block {\n  local a = "}"\n }'),
  ),
  head: fc
    .array(fc.tuple(fc.constantFrom(...gaps), fc.constantFrom(...words)), { maxLength: 4 })
    .map((parts) => `n${parts.flat().join('')}`),
})).statements;
