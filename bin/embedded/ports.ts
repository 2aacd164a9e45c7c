import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { codeOf, LauncherError, wordsOf } from './launcher-error.ts';

const LOOPBACK = '127.0.0.1';

/** A port of 127.0.0.1 that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new LauncherError('No free port was found.', 'Try again.');
  return port;
}

/** That many different free ports: all are held at once, then let go together. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(close));
  return ports;
}

/**
 * Throws a LauncherError if `port` cannot be listened on. `whatFor` names who wants it ("the API"),
 * `optionName` is what the person can set to choose another ("--api-port").
 */
export async function assertPortFree(
  port: number,
  whatFor: string,
  optionName: string,
): Promise<void> {
  try {
    await close(await listen(port));
  } catch (error) {
    throw portError(error, port, whatFor, optionName);
  }
}

/** The plain sentence for a failed attempt to listen, whoever made it. */
export function portError(
  error: unknown,
  port: number,
  whatFor: string,
  optionName: string,
): LauncherError {
  const another = `choose another one with ${optionName}`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new LauncherError(
        `Port ${port} of 127.0.0.1 is taken, and ${whatFor} needs it.`,
        `Stop the program that listens there, or ${another}.`,
      );
    case 'EACCES':
      return new LauncherError(
        `This user may not listen on port ${port}, and ${whatFor} needs it.`,
        `Ports below 1024 are reserved: ${another}.`,
      );
    default:
      return new LauncherError(
        `Port ${port} cannot be used for ${whatFor}: ${wordsOf(error)}.`,
        `Please ${another}.`,
      );
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
