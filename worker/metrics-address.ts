/** Where the worker's metrics listen; undefined: nowhere. */
export function metricsAddress(settings: {
  readonly WORKER_METRICS_HOST: string;
  readonly WORKER_METRICS_PORT?: number | undefined;
}): string | undefined {
  const { WORKER_METRICS_HOST: host, WORKER_METRICS_PORT: port } = settings;
  if (port === undefined) return undefined;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
