import { defineConfig } from 'vitest/config';

// Nothing is needed; but the repository around this example has a configuration of its own.
export default defineConfig({});
