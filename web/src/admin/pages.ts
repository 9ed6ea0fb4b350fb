import type { AppPage } from '../shell/pages.ts'

/** The administrators' pages, in the order of the navigation. Each component is loaded when it is first opened. */
export const adminPages: readonly AppPage[] = []
