export { CONFIG_NAMES, findConfigFile, loadConfig } from './config-file.ts';
export { type Discovery, discover, type Job, realFilesOf, type Targets } from './discover.ts';
export { Failure } from './failure.ts';
export { type IgnoreRule, ignoredBy, readGitignore, verdict } from './gitignore.ts';
export type { ProjectHost, Walk } from './host.ts';
export { type Mapping, Project, type ProjectOptions } from './project.ts';
export { isCalledEntry, isEntry, looksLikeNginx, saysContext } from './roles.ts';
export { isIgnored, settingsOf } from './settings.ts';
