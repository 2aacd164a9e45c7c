/** Runs `work` while no other process on this machine holds the lock `file`. */
export function withFileLock<Result>(
  file: string,
  onWait: (holder: number | undefined) => void,
  work: () => Promise<Result>,
): Promise<Result>;
