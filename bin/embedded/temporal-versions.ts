/** The Temporal Server that is built from source; newer ones need a newer Go than 1.26.8. */
export const SERVER_VERSION = '1.32.0';
/** The Temporal UI that is built beside it. */
export const UI_VERSION = '2.54.1';
/** The release of Temporal's command-line program that is downloaded: it carries server 1.32. */
export const CLI_VERSION = 'v1.9.1';
/** Time skipping of workflows on the real server came with this one. */
const FIRST_WITH_VIRTUAL_TIME = [1, 32] as const;

/** Whether a server of this version, such as "1.32.0", can move workflows ahead in virtual time. */
export function knowsVirtualTime(serverVersion: string): boolean {
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  const [wantedMajor, wantedMinor] = FIRST_WITH_VIRTUAL_TIME;
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
