// Where a Lua block ends: ngx_http_lua_conf_lua_block_parse() and the lexer of lua-nginx-module. Only what can hide a
// brace is looked at; a quoted string that does not end on its line is no string.
const LUA_TOKEN = /\{|\}|\[=*\[|--\[=*\[|--[^\n]*|"(?:\\[^\n]|[^"\n\\])*"|'(?:\\[^\n]|[^'\n\\])*'/g;

// Strings and comments are tokens of their own, so this is the whole token.
const LONG_BRACKET = /^(?:--)?\[(=*)\[$/;

const LUA_BLOCK = /_by_lua_block$/;

/** Does a directive of this name take a Lua body instead of nginx's own syntax? */
export function takesLuaBody(name: string): boolean {
  return LUA_BLOCK.test(name);
}

export type LuaEnd =
  | { readonly closed: true /** offset of the closing brace */; readonly close: number }
  | { readonly closed: false /** offset of the last brace that opened */; readonly open: number };

/** Finds the brace that closes the Lua body opened at `open`. */
export function luaBodyEnd(text: string, open: number): LuaEnd {
  let depth = 1;
  let last = open;
  LUA_TOKEN.lastIndex = open + 1;
  for (let found = LUA_TOKEN.exec(text); found !== null; found = LUA_TOKEN.exec(text)) {
    const token = found[0];
    if (token === '{') {
      depth++;
      last = found.index;
    } else if (token === '}') {
      depth--;
      if (depth === 0) return { closed: true, close: found.index };
    } else {
      const level = LONG_BRACKET.exec(token)?.[1];
      if (level === undefined) continue;
      const close = `]${level}]`;
      const end = text.indexOf(close, LUA_TOKEN.lastIndex);
      if (end === -1) return { closed: false, open: last };
      LUA_TOKEN.lastIndex = end + close.length;
    }
  }
  return { closed: false, open: last };
}
