/** The mark: two lines that meet in a trunk. */
export function Logo({ sizePx = 28 }: { sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#4c4fd9" />
      <path d="M7 10.5h18M16 10.5v13" stroke="#fff" strokeWidth="3.2" strokeLinecap="round" />
      <circle cx="8.2" cy="21.5" r="2.2" fill="#adb7fc" />
      <circle cx="23.8" cy="21.5" r="2.2" fill="#adb7fc" />
    </svg>
  )
}
