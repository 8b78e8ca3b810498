/** The directives of one module, without its name and underscore. */
export type Setting = 'buffer_size' | 'buffers' | 'busy_buffers_size' | 'temp_file_write_size' | 'max_temp_file_size';

/** What holds in a block, in bytes; undefined: nothing sets it, and nginx derives it. */
export interface BufferSettings {
  /** Number and size of `buffers`. */
  readonly count: number;
  readonly each: number;
  /** `buffer_size` */
  readonly first: number;
  readonly busy: number | undefined;
  readonly write: number | undefined;
  readonly most: number | undefined;
}

export interface BufferProblem {
  readonly message: string;
  readonly nginx: string;
  /** The settings that it is about, the one to blame first. */
  readonly settings: readonly Setting[];
  /** A number for the first word of a setting that makes it fit. */
  readonly remedy: { readonly setting: Setting; readonly value: number } | null;
}

/** The first objection of `ngx_http_proxy_merge_loc_conf()` and its like; `module` is `proxy`, `fastcgi`, … */
export function bufferProblem(settings: BufferSettings, module: string): BufferProblem | null {
  if (settings.count < 2)
    return {
      message: `"${module}_buffers" must be 2 buffers at least`,
      nginx: `there must be at least 2 "${module}_buffers"`,
      settings: ['buffers'],
      remedy: { setting: 'buffers', value: 8 },
    };
  return busyProblem(settings, module) ?? fileProblem(settings, module);
}

function busyProblem({ count, each, first, busy: set }: BufferSettings, module: string): BufferProblem | null {
  const largest = Math.max(first, each);
  const busy = set ?? 2 * largest;
  const room = (count - 1) * each;
  if (busy < largest)
    return {
      message: `"${module}_busy_buffers_size" (${sizeText(busy)}) must hold the largest buffer (${sizeText(largest)})`,
      nginx: `"${module}_busy_buffers_size" must be equal to or greater than ${largestOf(module)}`,
      settings: ['busy_buffers_size'],
      remedy: { setting: 'busy_buffers_size', value: largest },
    };
  if (busy <= room) return null;
  const derived = set === undefined ? `, which is twice the largest buffer where nothing sets it,` : '';
  const needed = Math.ceil(busy / each) + 1;
  const lower = set !== undefined && room >= largest;
  return {
    message: `"${module}_busy_buffers_size" (${sizeText(busy)})${derived} must fit into all "${module}_buffers" but one (${sizeText(room)}); ${needed} buffers of ${sizeText(each)} would do`,
    nginx: `"${module}_busy_buffers_size" must be less than the size of all "${module}_buffers" minus one buffer`,
    settings: [
      'busy_buffers_size',
      ...(first > each ? (['buffer_size', 'buffers'] as const) : (['buffers', 'buffer_size'] as const)),
    ],
    remedy: lower ? { setting: 'busy_buffers_size', value: room } : { setting: 'buffers', value: needed },
  };
}

function fileProblem({ each, first, write, most }: BufferSettings, module: string): BufferProblem | null {
  const largest = Math.max(first, each);
  if (write !== undefined && write < largest)
    return {
      message: `"${module}_temp_file_write_size" (${sizeText(write)}) must hold the largest buffer (${sizeText(largest)})`,
      nginx: `"${module}_temp_file_write_size" must be equal to or greater than ${largestOf(module)}`,
      settings: ['temp_file_write_size'],
      remedy: { setting: 'temp_file_write_size', value: largest },
    };
  if (most === undefined || most === 0 || most >= largest) return null;
  return {
    message: `"${module}_max_temp_file_size" (${sizeText(most)}) must be 0, or hold the largest buffer (${sizeText(largest)})`,
    nginx: `"${module}_max_temp_file_size" must be equal to zero to disable temporary files usage or must be equal to or greater than ${largestOf(module)}`,
    settings: ['max_temp_file_size'],
    remedy: { setting: 'max_temp_file_size', value: largest },
  };
}

function largestOf(module: string): string {
  return `the maximum of the value of "${module}_buffer_size" and one of the "${module}_buffers"`;
}

/** `16k`, `1m`, `1000` */
export function sizeText(bytes: number): string {
  if (bytes % 1024 ** 2 === 0 && bytes > 0) return `${bytes / 1024 ** 2}m`;
  return bytes % 1024 === 0 && bytes > 0 ? `${bytes / 1024}k` : String(bytes);
}
