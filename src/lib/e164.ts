/**
 * An international number in its written form. The form only: whether a number exists is for the carrier to say, and
 * tables of valid numbers age (they refuse newly opened ranges, and the 555-01xx numbers that examples use).
 * Source: ITU-T E.164 (at most 15 digits, no leading zero); seven digits is the shortest in use (Niue, Saint Helena).
 */
export const e164 = /^\+[1-9]\d{6,14}$/
