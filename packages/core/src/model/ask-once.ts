import type { ConfigModel } from './types.ts';

/** Remembers for each model what was answered about each key, as many rules ask the same; an answer is never `undefined`. */
export function askOnce<K, T>(answer: (model: ConfigModel, key: K) => T): (model: ConfigModel, key: K) => T {
  const known = new WeakMap<ConfigModel, Map<K, T>>();
  return (model, key) => {
    let answers = known.get(model);
    if (answers === undefined) {
      answers = new Map();
      known.set(model, answers);
    }
    let found = answers.get(key);
    if (found === undefined) {
      found = answer(model, key);
      answers.set(key, found);
    }
    return found;
  };
}
