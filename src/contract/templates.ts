/** A message template as the vendor keeps it: its name and language together identify it on the channel. */
export interface Template {
  readonly providerTemplateId: string
  readonly name: string
  /** The vendor's language code: `en_US`. */
  readonly language: string
  /** The vendor's word in lower case: `marketing`, `utility`, `authentication`. */
  readonly category: string
  /** Only `approved` can be sent; the vendor's other words are kept in lower case. */
  readonly status: string
  /** What the vendor says to its status: why it was rejected. */
  readonly reason?: string | undefined
  readonly parameterFormat: 'positional' | 'named'
  readonly header?: TemplateHeader | undefined
  readonly body: string
  readonly footer?: string | undefined
  readonly buttons: readonly TemplateButton[]
  /** Component kinds that we cannot send, by the vendor's word; such a template is shown greyed. */
  readonly unsupported: readonly string[]
}

/** `text` may hold a parameter; the others take one file or one place when the template is sent. */
export type TemplateHeader =
  | { readonly format: 'text'; readonly text: string }
  | { readonly format: 'image' | 'video' | 'document' | 'location' }

export type TemplateButton =
  | { readonly type: 'quick_reply'; readonly text: string }
  /** `url` may end in a parameter, `{{1}}`. */
  | { readonly type: 'url'; readonly text: string; readonly url: string }
  | { readonly type: 'phone'; readonly text: string; readonly phone: string }
  /** Takes the code as its parameter, of so many characters at most. */
  | { readonly type: 'copy_code'; readonly text: string; readonly longest?: number | undefined }
  | { readonly type: 'other'; readonly text: string; readonly name: string }

/** A template to be sent, filled in. The file of a header is the message's one file. */
export interface FilledTemplate {
  readonly template: Template
  /** By part and parameter: `header.1`, `body.first_name`, `button.0`; all of them have a value. */
  readonly values: Readonly<Record<string, string>>
}
