export { CANDIDATES, NEVER } from './candidates.ts';
export { CONFIG_NAMES, findConfigFile, loadConfig, rootedConfig } from './config-file.ts';
export {
  type Discovery,
  discover,
  type Job,
  type PlannedJob,
  planJobs,
  realFilesOf,
  type Targets,
} from './discover.ts';
export { Failure } from './failure.ts';
export { formatSettings, projectFormat } from './format-settings.ts';
export { type IgnoreRule, ignoredBy, readGitignore, verdict } from './gitignore.ts';
export type { ProjectHost, Walk } from './host.ts';
export { matchListing, walkListing } from './listing-walk.ts';
export { type PlacedYaml, readPlacedYaml } from './placed-yaml.ts';
export { type Mapping, Project, type ProjectOptions } from './project.ts';
export { isCalledEntry, isEntry, looksLikeNginx, saysContext } from './roles.ts';
export { isIgnored, settingsOf } from './settings.ts';
