import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { parseNumber } from '../units.ts';
import { valueFault } from '../values/index.ts';

/** ngx_http_image_filter_value(): a number from 1, or `-` for any. */
const isValue = ({ value }: Word): boolean => value === '-' || value.includes('$') || (parseNumber(value) ?? 0) > 0;

/** `image_filter`: ngx_http_image_filter() */
export const imageFilter: DirectiveCheck = {
  names: ['image_filter'],
  *check(at) {
    const [kind, ...values] = at.node.args;
    if (kind === undefined) return;
    const wrong = (word: Word, what: string): Fault => parameterFault(at, word, what);
    if (values.length === 0) {
      if (!['off', 'test', 'size'].includes(kind.value))
        yield wrong(
          kind,
          'alone stand "off", "test" and "size" ("rotate" takes an angle, "resize" and "crop" two sizes)',
        );
    } else if (values.length === 1) {
      const [angle] = values;
      if (kind.value !== 'rotate') yield wrong(kind, 'only "rotate" takes one value; "resize" and "crop" take two');
      else if (angle && !angle.value.includes('$') && ![90, 180, 270].includes(parseNumber(angle.value) ?? 0))
        yield wrong(angle, 'an angle is 90, 180 or 270');
    } else if (!['resize', 'crop'].includes(kind.value)) {
      yield wrong(kind, 'two values stand behind "resize" and "crop"');
    } else {
      const size = values.find((each) => !isValue(each));
      if (size) yield wrong(size, 'width and height are numbers from 1, or "-"');
    }
  },
};

function parameterFault(at: Occurrence, word: Word, what: string): Fault {
  const message = `"${word.value}" does not fit here in "image_filter": ${what}`;
  return valueFault(at, word, { message, nginx: `invalid parameter "${word.value}"` });
}

/** `image_filter_jpeg_quality`, `image_filter_webp_quality`; any word is a sharpening. */
export const imageQuality: DirectiveCheck = {
  names: ['image_filter_jpeg_quality', 'image_filter_webp_quality'],
  *check(at) {
    const [word] = at.node.args;
    if (word === undefined || word.value.includes('$')) return;
    if ((parseNumber(word.value) ?? 0) > 0) return;
    const message = `"${at.name}" is a number from 1 to 100, not "${word.value}"`;
    yield valueFault(at, word, { message, nginx: `invalid value "${word.value}"` });
  },
};
