import type { Bytes } from '../../../packages/core/src/route/types.ts';
import type { RecordedText } from './record.ts';

/** One character for each byte. */
export function bytesOf(text: RecordedText): Bytes {
  return typeof text === 'string'
    ? Buffer.from(text, 'utf8').toString('latin1')
    : Buffer.from(text.hex, 'hex').toString('latin1');
}

export function recordedText(bytes: Bytes): RecordedText {
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? text : { hex: buffer.toString('hex') };
}
