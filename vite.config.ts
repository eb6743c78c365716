/**
 * Two builds from one tree: the web programs (default) and, with `--mode server`, the server and its commands.
 * `--mode bench` builds the measurements the same way.
 */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const define = { __APP_VERSION__: JSON.stringify(version) };
const jsx = { runtime: 'automatic', importSource: 'preact' } as const;

const commands = ['import', 'summary', 'verify', 'enrol', 'settings', 'demo'];
const entries = (mode: string): Record<string, string> =>
  mode === 'bench'
    ? { main: 'test/bench/main.ts' }
    : {
        main: 'src/server/main.ts',
        ...Object.fromEntries(commands.map((name) => [name, `src/server/cli/${name}.ts`])),
      };

export default defineConfig(({ mode }) =>
  mode === 'server' || mode === 'bench'
    ? {
        define,
        oxc: { jsx },
        publicDir: false,
        build: {
          ssr: true,
          target: 'node20',
          outDir: `dist/${mode}`,
          rolldownOptions: { input: entries(mode), output: { entryFileNames: '[name].js' } },
        },
      }
    : {
        define,
        oxc: { jsx },
        build: { outDir: 'dist/web', target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
        test: {
          include: ['test/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          // Two cores: browser and server tests measure time, so few files run side by side.
          maxWorkers: 2,
        },
        server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
        plugins: [
          VitePWA({
            strategies: 'injectManifest',
            srcDir: 'src/worker',
            filename: 'sw.ts',
            injectRegister: false,
            // The dashboard needs the network anyway; a tablet carries only what the kiosk uses.
            injectManifest: {
              rollupFormat: 'iife',
              globPatterns: ['**/*.{html,js,css,woff2,svg,png,webmanifest}'],
              globIgnores: ['**/dashboard-*', 'sw.js'],
            },
            manifest: {
              id: '/',
              name: 'Hài Lòng',
              short_name: 'Hài Lòng',
              description: 'Đánh giá mức độ hài lòng tại quầy một cửa',
              lang: 'vi',
              start_url: '/',
              scope: '/',
              display: 'fullscreen',
              background_color: '#f6f1e7',
              theme_color: '#f6f1e7',
              icons: [
                { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
                { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
                { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
              ],
            },
          }),
        ],
      },
);
