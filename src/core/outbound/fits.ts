import type { Limits } from '../../contract/limits.ts'
import { typeMatches } from './split.ts'

interface FileFacts {
  readonly name: string
  readonly contentType: string
  readonly bytes: number
}

/** Why a channel does not take a text this long, in a sentence; undefined where it does. */
export function textMisfit({ textCharacters }: Limits, text: string): string | undefined {
  const most = textCharacters.value
  if (text.length <= most) return undefined
  return `The text has ${text.length} characters; this channel takes ${most}.`
}

/** Why a channel does not take so many files in one message, in a sentence; undefined where it does. */
export function countMisfit({ mediaPerMessage }: Limits, files: number): string | undefined {
  const most = mediaPerMessage.value
  return files > most ? `This channel takes ${most} files a message at most.` : undefined
}

/** Why a channel does not take a file, in a sentence; undefined where it does. */
export function fileMisfit(limits: Limits, { name, contentType, bytes }: FileFacts): string | undefined {
  const most = mostBytes(limits, contentType)
  if (bytes > most) return `${name} is larger than this channel takes (${most} bytes for ${contentType}).`
  if (limits.mediaTypes && !limits.mediaTypes.value.some((type) => typeMatches(type, contentType))) {
    return `This channel does not take files of the type ${contentType}.`
  }
  return undefined
}

/** Why a channel does not take files that are so large together, in a sentence; undefined where it does. */
export function totalMisfit(
  { mediaBytesTotal }: Limits,
  files: readonly { readonly bytes: number | null }[],
): string | undefined {
  const most = mediaBytesTotal?.value
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0)
  if (most === undefined || bytes <= most) return undefined
  return `The files are larger together than this channel takes in a message (${most} bytes).`
}

function mostBytes({ mediaBytes, mediaBytesOf }: Limits, contentType: string): number {
  const of = Object.entries(mediaBytesOf?.value ?? {}).find(([type]) => typeMatches(type, contentType))
  return of?.[1] ?? mediaBytes.value
}
