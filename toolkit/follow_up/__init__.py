"""After issue, over the ledger: 反馈, 催办, 督办, 销号, 通报, and what each morning asks for."""
