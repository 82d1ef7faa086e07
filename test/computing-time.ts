/** How long this computes, whatever else the machine does meanwhile: the clock on the wall goes on while others compute. */
export function computingMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
