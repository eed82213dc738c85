import { performance } from 'node:perf_hooks'
import { Counter, Gauge, type Registry } from 'prom-client'

/**
 * What is known of the process, under the names Prometheus clients have for it. Read when somebody asks and not before:
 * the library's own set keeps timers and observers, which a process with several platforms would pile up.
 */
export function createProcessGauges(registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  const startedAtSeconds = performance.timeOrigin / 1_000
  let before = performance.eventLoopUtilization()
  gauge(
    'process_start_time_seconds',
    'When the process began, in seconds since 1970.',
    () => startedAtSeconds,
  )
  gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss())
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time the process has used.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  gauge(
    'nodejs_eventloop_utilization',
    'Share of the time since the last reading in which the event loop was busy.',
    () => {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      return utilization
    },
  )
}
