import { createSystem, defaultConfig, defineConfig } from '@chakra-ui/react'
import {
  checkboxAnatomy,
  fieldAnatomy,
  menuAnatomy,
  nativeSelectAnatomy,
  switchAnatomy,
  tableAnatomy,
} from '@chakra-ui/react/anatomy'

const duo = (light: string, dark: string) => ({ value: { _light: light, _dark: dark } })

/**
 * The look: one accent (indigo), cool greys, 13 px text, 28 to 32 px controls. Every pair of text and ground
 * below has a contrast of at least 4.5.
 */
const config = defineConfig({
  globalCss: {
    'html, body, #root': { height: '100%' },
    html: { colorPalette: 'brand', overflow: 'hidden', fontSize: '16px' },
    body: {
      fontFamily: 'body',
      fontSize: 'sm',
      lineHeight: '1.45',
      color: 'fg',
      bg: 'bg',
      textRendering: 'optimizeLegibility',
    },
    '*': { scrollbarWidth: 'thin', scrollbarColor: '{colors.border.emphasized} transparent' },
    '*, *::before, *::after': {
      _motionReduce: {
        animationDuration: '0.01ms !important',
        animationIterationCount: '1 !important',
        transitionDuration: '0.01ms !important',
        scrollBehavior: 'auto !important',
      },
    },
  },
  theme: {
    tokens: {
      fonts: {
        body: {
          value:
            'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
        },
        heading: { value: '{fonts.body}' },
        mono: { value: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace' },
      },
      fontSizes: {
        '2xs': { value: '0.6875rem' },
        xs: { value: '0.75rem' },
        sm: { value: '0.8125rem' },
        md: { value: '0.875rem' },
        lg: { value: '1rem' },
        xl: { value: '1.125rem' },
        '2xl': { value: '1.375rem' },
      },
      colors: {
        gray: {
          50: { value: '#f8f9fb' },
          100: { value: '#f1f2f6' },
          200: { value: '#e5e7ec' },
          300: { value: '#d0d4dc' },
          400: { value: '#9aa1ae' },
          500: { value: '#6a7280' },
          600: { value: '#525a68' },
          700: { value: '#3b424e' },
          800: { value: '#262b34' },
          900: { value: '#1a1e25' },
          950: { value: '#111419' },
        },
        brand: {
          50: { value: '#f1f3ff' },
          100: { value: '#e4e8ff' },
          200: { value: '#cdd4fe' },
          300: { value: '#adb7fc' },
          400: { value: '#8791f5' },
          500: { value: '#5f66e6' },
          600: { value: '#4c4fd9' },
          700: { value: '#403fbc' },
          800: { value: '#34357f' },
          900: { value: '#282a5c' },
          950: { value: '#1c1e40' },
        },
      },
    },
    semanticTokens: {
      colors: {
        brand: {
          solid: duo('{colors.brand.600}', '{colors.brand.500}'),
          contrast: duo('#ffffff', '#ffffff'),
          fg: duo('{colors.brand.700}', '{colors.brand.300}'),
          subtle: duo('{colors.brand.50}', '{colors.brand.950}'),
          muted: duo('{colors.brand.100}', '{colors.brand.900}'),
          emphasized: duo('{colors.brand.200}', '{colors.brand.800}'),
          focusRing: duo('{colors.brand.500}', '{colors.brand.400}'),
          border: duo('{colors.brand.500}', '{colors.brand.400}'),
        },
        bg: {
          DEFAULT: duo('#ffffff', '{colors.gray.950}'),
          subtle: duo('{colors.gray.50}', '#15181e'),
          muted: duo('{colors.gray.100}', '#1b1f27'),
          emphasized: duo('{colors.gray.200}', '#272c36'),
          panel: duo('#ffffff', '#191d24'),
          warning: duo('#fff6e5', '#2b2113'),
          error: duo('#fef0f0', '#2d181b'),
          success: duo('#eaf8ef', '#13261b'),
        },
        fg: {
          DEFAULT: duo('{colors.gray.900}', '#e7e9ee'),
          muted: duo('{colors.gray.600}', '#a3abb9'),
          subtle: duo('#646c7a', '#8b94a3'),
          error: duo('#c02626', '#fca5a5'),
          warning: duo('#9a4b06', '#fcc37a'),
          success: duo('#14743a', '#7fdca0'),
        },
        border: {
          DEFAULT: duo('{colors.gray.200}', '{colors.gray.800}'),
          muted: duo('{colors.gray.100}', '#1e222a'),
          emphasized: duo('{colors.gray.300}', '#39404c'),
        },
      },
      radii: {
        l1: { value: '5px' },
        l2: { value: '7px' },
        l3: { value: '10px' },
      },
    },
    recipes: {
      button: {
        defaultVariants: { size: 'xs' },
        variants: {
          size: { xs: { textStyle: 'sm', h: '30px' }, '2xs': { textStyle: 'xs' } },
          // Only the one button that matters most is coloured.
          variant: {
            outline: {
              color: 'fg',
              borderColor: 'border.emphasized',
              bg: 'bg.panel',
              _hover: { bg: 'bg.muted' },
              _expanded: { bg: 'bg.muted' },
            },
            ghost: {
              color: 'fg',
              _hover: { bg: 'bg.emphasized' },
              _expanded: { bg: 'bg.emphasized' },
            },
          },
        },
      },
      input: {
        defaultVariants: { size: 'xs' },
        variants: {
          size: { xs: { textStyle: 'sm' } },
          variant: { outline: { borderColor: 'border.emphasized' } },
        },
      },
      textarea: {
        defaultVariants: { size: 'xs' },
        variants: {
          size: { xs: { textStyle: 'sm' } },
          variant: { outline: { borderColor: 'border.emphasized' } },
        },
      },
    },
    slotRecipes: {
      nativeSelect: {
        slots: nativeSelectAnatomy.keys(),
        defaultVariants: { size: 'xs' },
        variants: {
          size: { xs: { field: { textStyle: 'sm' } } },
          variant: { outline: { field: { borderColor: 'border.emphasized' } } },
        },
      },
      checkbox: { slots: checkboxAnatomy.keys(), defaultVariants: { size: 'sm' } },
      switch: { slots: switchAnatomy.keys(), defaultVariants: { size: 'sm' } },
      table: { slots: tableAnatomy.keys(), defaultVariants: { size: 'sm' } },
      menu: {
        slots: menuAnatomy.keys(),
        base: {
          content: { bg: 'bg.panel', borderWidth: '1px' },
          itemGroupLabel: { textStyle: 'xs', fontWeight: 'medium', color: 'fg.muted' },
        },
        variants: { size: { sm: { item: { textStyle: 'sm', py: '1.5' } } } },
        defaultVariants: { size: 'sm' },
      },
      field: {
        slots: fieldAnatomy.keys(),
        base: { label: { textStyle: 'sm' }, errorText: { textStyle: 'xs' } },
      },
    },
  },
})

export const system = createSystem(defaultConfig, config)
