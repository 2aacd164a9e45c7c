import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/**
 * Beats for every activity that has a heartbeat timeout, for as long as it works. So the silence
 * of a killed worker is noticed within that time, and another one goes on.
 */
export const heartbeats: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const { heartbeatTimeoutMs } = context.info;
      if (heartbeatTimeoutMs === undefined) return next(input);
      const beating = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 4);
      try {
        return await next(input);
      } finally {
        clearInterval(beating);
      }
    },
  },
});
