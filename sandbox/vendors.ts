import { existsSync, readdirSync } from 'node:fs'
import type { Vendor } from '../src/contract/sandbox.ts'

/** The carriers' sides of all providers that have one: every `providers/<id>/sandbox` beside this build. */
export async function loadVendors(): Promise<Record<string, Vendor>> {
  const folder = new URL('../providers/', import.meta.url)
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const vendors: Record<string, Vendor> = {}
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = new URL(`${entry.name}/sandbox.${extension}`, folder)
    if (!entry.isDirectory() || !existsSync(file)) continue
    const { vendor } = (await import(file.href)) as { vendor: Vendor }
    vendors[vendor.id] = vendor
  }
  return vendors
}
