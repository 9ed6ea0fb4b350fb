import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../../bench/slow-fsync.c', import.meta.url))

/** Environment under which each fsync takes 2 ms longer; undefined where there is no C compiler to build the preload. */
export function slowFsync(dir: string): Record<string, string> | undefined {
  const library = join(dir, 'slow-fsync.so')
  const built = spawnSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'])
  return built.status === 0 ? { LD_PRELOAD: library } : undefined
}
