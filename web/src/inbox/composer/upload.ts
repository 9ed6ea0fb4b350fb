import type { Media } from '../../../../src/contract/api/conversations.ts'
import { apiUrl, readAnswer } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'

/** Sends a file to the gateway's store. `onProgress` hears the part done, 0 to 1. Throws `ApiProblem`. */
export function upload(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<Media> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', apiUrl('/media'))
    request.setRequestHeader('x-trunkline-request', '1')
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () =>
      readAnswer(request.status, request.responseText).then((media) => resolve(media as Media), reject)
    request.onerror = () => reject(new ApiProblem(0, { code: 'network' }))
    request.onabort = () => reject(new ApiProblem(0, { code: 'network' }))
    signal.addEventListener('abort', () => request.abort())
    const form = new FormData()
    form.append('file', file, file.name)
    request.send(form)
  })
}
