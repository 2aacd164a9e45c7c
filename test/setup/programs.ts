import { LauncherError } from '../../bin/embedded/launcher-error.ts';
import { findTemporal } from '../../bin/embedded/temporal-programs.ts';

/**
 * Sees to it that the programs which the launcher's tests start are there, since a first build
 * takes longer than any test may.
 */
export async function setup(): Promise<void> {
  try {
    await findTemporal({
      environment: process.env,
      wantsUi: true,
      needsVirtualTime: true,
      say: (sentence) => console.log(sentence),
    });
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error;
    console.error(`The launcher cannot be tested without a Temporal Server.\n${error.message}`);
    process.exit(1);
  }
}
