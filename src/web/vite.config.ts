import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offlineTable } from './table/build/offline-table.ts';

const root = import.meta.dirname;

export default defineConfig({
  root,
  plugins: [react(), offlineTable()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1400,
    sourcemap: false,
    rollupOptions: {
      input: {
        index: join(root, 'index.html'),
        table: join(root, 'table.html'),
        'table-worker': join(root, 'table/build/service-worker.ts'),
      },
      output: {
        // The browser looks for a new service worker at the address of the old one.
        entryFileNames: ({ name }) =>
          name === 'table-worker' ? 'table-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
});
