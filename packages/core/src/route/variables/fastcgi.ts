import { fastcgiPathInfo, fastcgiScriptName } from '../upstream/fastcgi-path.ts';
import type { BuiltIns } from './built-in.ts';

export const fastcgiVariables: BuiltIns = {
  fastcgi_script_name: fastcgiScriptName,
  fastcgi_path_info: fastcgiPathInfo,
};
