const product = 'Trunkline'
let page = ''
let unread = 0

function show(): void {
  const name = page === '' ? product : `${page} · ${product}`
  document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${name}` : name
}

/** Names the window after what is on it. */
export function setPageTitle(title: string): void {
  page = title
  show()
}

/** Puts the number of unread messages before the window's name. */
export function setUnreadInTitle(count: number): void {
  unread = count
  show()
}
