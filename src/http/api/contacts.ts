import { idParams } from '../../contract/api/common.ts'
import { contactPicture } from '../../core/contacts/picture.ts'
import { endpoint } from '../endpoint.ts'
import { sendFile } from '../send-file.ts'

export const showPicture = endpoint({
  summary: "A contact's picture, as the vendor gave it.",
  params: idParams,
  raw: { gives: 'the picture, in its own type' },
  problems: ['not_found'],
  async handler({ services, actor, params, request, response }) {
    const picture = await contactPicture(services.store.db, services.files, actor, params.id)
    response.setHeader('Cache-Control', 'private, no-cache')
    await sendFile(request, response, services.files, picture)
  },
})
