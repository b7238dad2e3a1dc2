-- Who has a lot: for recalls, and for lists whose doses are compared with stock.
CREATE INDEX stock_balance_lot_ix ON app.stock_balance (lot);
