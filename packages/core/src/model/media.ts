import { type Pattern, suffixSet } from '@nginx-lint/regex';

const MEDIA =
  /\.(?:jpe?g|png|gif|ico|cur|svgz?|webp|avif|bmp|tiff?|heic|css|js|mjs|map|woff2?|ttf|ttc|otf|eot|mp[34]|m4[av]|og[gv]|oga|webm|avi|mov|mkv|flv|wm[av]|wav|flac|mid|midi|swf|mpe?g|htc|webmanifest)$/i;

/** Does an expression match nothing but names of pictures, fonts, styles, sounds and films? */
export function isMediaOnly(tree: Pattern): boolean {
  const suffixes = suffixSet(tree)?.suffixes;
  if (suffixes !== undefined) return suffixes.length > 0 && suffixes.every((suffix) => MEDIA.test(suffix));
  // Where the end is open (`\.png(\?.*)?$`), the words that the expression is made of.
  const words = tree.source.replace(/\[[^\]]*\]|\w\?|\\./g, ' ').match(/[a-z0-9]{2,}/gi) ?? [];
  return (
    words.length > 0 && words.every((word) => MEDIA.test(`.${word}`) || /^(?:jpg|jp|tif|woff|svg|mp|og)$/i.test(word))
  );
}
