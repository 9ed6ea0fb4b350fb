/*
 * Preloaded into a gateway by `--import`: holds its event loop up for 5 to 40 ms at a time, at random, as a large collection
 * of garbage or a burst of work would. BLOCK_PERCENT of the time is lost so.
 */

const share = Number(process.env.BLOCK_PERCENT ?? 10) / 100

function block(): void {
  const blockMs = 5 + Math.random() * 35
  const until = performance.now() + blockMs
  while (performance.now() < until);
  const pauseMs = (blockMs / share) * (1 - share)
  setTimeout(block, pauseMs * 2 * Math.random()).unref()
}

setTimeout(block, 2_000).unref()
