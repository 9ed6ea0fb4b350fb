/** The two-digit calling codes of ITU-T E.164; 1 and 7 have one digit, all others three. */
const twoDigits = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/** A number or address as logs may show it: `+12025550101` → `+1…101`, `psid-123456` → `…456`. */
export function maskNumber(address: string): string {
  if (!/^\+\d{7,15}$/.test(address)) return address.length > 6 ? `…${address.slice(-3)}` : '…'
  const digits = address.slice(1)
  const codeLength = digits[0] === '1' || digits[0] === '7' ? 1 : twoDigits.has(digits.slice(0, 2)) ? 2 : 3
  return `+${digits.slice(0, codeLength)}…${digits.slice(-3)}`
}
