import { useCallback, useEffect, useRef, useState } from 'react'
import type { Media } from '../../../../src/contract/api/conversations.ts'
import { newRef } from '../../lib/new-ref.ts'
import { upload } from './upload.ts'

/** A file beside the text: on its way (`part` 0 to 1), there (`media`), or not taken (`error`). */
export interface Attachment {
  readonly ref: string
  readonly name: string
  readonly part: number
  readonly media: Media | null
  readonly error: unknown
}

const there = (media: Media): Attachment => ({
  ref: `media:${media.id}`,
  name: media.name,
  part: 1,
  media,
  error: null,
})

/** The files of one draft; they are uploaded as they are added. Uploads that are under way end with the composer. */
export function useAttachments(initial: readonly Media[]) {
  const [attachments, setAttachments] = useState<readonly Attachment[]>(() => initial.map(there))
  const running = useRef(new Map<string, AbortController>())

  useEffect(() => {
    const controllers = running.current
    return () => {
      for (const controller of controllers.values()) controller.abort()
    }
  }, [])

  const change = useCallback((ref: string, what: Partial<Attachment>) => {
    setAttachments((all) => all.map((item) => (item.ref === ref ? { ...item, ...what } : item)))
  }, [])

  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const ref = newRef()
        const controller = new AbortController()
        running.current.set(ref, controller)
        setAttachments((all) => [...all, { ref, name: file.name, part: 0, media: null, error: null }])
        upload(file, (part) => change(ref, { part }), controller.signal)
          .then((media) => change(ref, { media, part: 1 }))
          .catch((error: unknown) => change(ref, { error }))
          .finally(() => running.current.delete(ref))
      }
    },
    [change],
  )

  /** Takes files that the gateway has already. */
  const put = useCallback(
    (media: readonly Media[]) => setAttachments((all) => [...all, ...media.map(there)]),
    [],
  )

  const remove = useCallback((ref: string) => {
    running.current.get(ref)?.abort()
    setAttachments((all) => all.filter((item) => item.ref !== ref))
  }, [])

  const clear = useCallback(() => setAttachments([]), [])

  return { attachments, add, put, remove, clear }
}
