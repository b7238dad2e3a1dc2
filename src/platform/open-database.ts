import { type Config, defaultDataDirectory } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { startEmbedded } from './embedded-postgres.ts';

export type OpenedDatabase = Readonly<{ db: Database; url: string; stop(): Promise<void> }>;

/** The database of the settings: the server of DATABASE_URL, or the embedded one. */
export async function openConfiguredDatabase(
  config: Config,
  dataDirectory?: string,
): Promise<OpenedDatabase> {
  if (config.DATABASE_URL !== undefined && dataDirectory === undefined) {
    const db = openDatabase(config.DATABASE_URL);
    return { db, url: config.DATABASE_URL, stop: () => db.close() };
  }
  const server = await startEmbedded(dataDirectory ?? config.SOTIEM_DATA ?? defaultDataDirectory());
  const db = openDatabase(server.url);
  return {
    db,
    url: server.url,
    stop: async () => {
      await db.close();
      await server.stop();
    },
  };
}
