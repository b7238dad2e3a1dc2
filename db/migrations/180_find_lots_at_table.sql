-- Every dose and every roster asks what is known of a lot by its number, and whether it was recalled; events of the cold
-- chain are many.
CREATE INDEX stock_lot_lot_ix ON app.stock_lot (lot);
CREATE INDEX stock_event_recall_ix ON app.stock_event (item, lot) WHERE kind = 'recall';
