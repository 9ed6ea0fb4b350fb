/** Goes before our reference, so that what other programs of the same app or number hand over is not taken for ours. */
const marker = 'trunkline:'

/** Our reference as Meta carries it, and brings it back with echoes and statuses. */
export const markedReference = (reference: string): string => marker + reference

/** Our reference in what Meta brings back; undefined where it is somebody else's word. */
export function referenceIn(written: string | null | undefined): string | undefined {
  return written?.startsWith(marker) ? written.slice(marker.length) : undefined
}
