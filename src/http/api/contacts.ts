import { idParams } from '../../contract/api/common.ts'
import { contactPicture } from '../../core/contacts/picture.ts'
import { endpoint } from '../endpoint.ts'
import { sendToPerson } from '../send-file.ts'

export const showPicture = endpoint({
  summary: "A contact's picture, as the vendor gave it.",
  params: idParams,
  raw: { gives: 'the picture, in its own type' },
  problems: ['not_found'],
  async handler({ services, actor, params, request, response }) {
    const picture = await contactPicture(services.store.db, services.files, actor, params.id)
    await sendToPerson(request, response, services.files, picture)
  },
})
