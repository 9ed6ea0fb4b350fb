import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

const side = 96
const grounds = [0xcfe3d6, 0xdfd5ee, 0xfbe3cf, 0xd3e6f5, 0xf6d9e2, 0xe9edc9]
const shirts = [0x3d6b5c, 0x6a4c93, 0xb5652b, 0x2f6690, 0x9b3a5a, 0x6b7a1e]
const skins = [0xf2c9a8, 0xe0ac7e, 0xc98d62, 0x9a6a44, 0x6d4a33]
const hairs = [0x2d211b, 0x6b4423, 0xc98b4b, 0x8d8d93, 0xb0452b]

/** A picture of a person, as vendors give it with their name: a head and shoulders in colours of their own. PNG. */
export function face(person: string): Buffer {
  const [a, b, c, d] = createHash('sha256').update(person).digest()
  const palette = Buffer.alloc(12)
  const pick = (colours: readonly number[], by = 0) => colours[by % colours.length] as number
  for (const [i, colour] of [pick(grounds, a), pick(shirts, b), pick(hairs, c), pick(skins, d)].entries())
    palette.writeUIntBE(colour, i * 3, 3)
  const rows = Buffer.alloc(side * (side + 1))
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) rows[y * (side + 1) + 1 + x] = part(x / side, y / side)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // Eight bits a pixel, each the number of a colour in the palette.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Which colour stands at a point: ground, shirt, hair or skin. */
function part(x: number, y: number): number {
  const within = (middleY: number, width: number, height: number) =>
    ((x - 0.5) / width) ** 2 + ((y - middleY) / height) ** 2 < 1
  if (within(0.47, 0.17, 0.2) && y > 0.36) return 3
  if (within(0.42, 0.22, 0.24) && y < 0.52) return 2
  return within(1.02, 0.36, 0.3) ? 1 : 0
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(data.byteLength, 0)
  around.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)])
}
