-- What else a restored profile gets back.
anonymous BOOLEAN[], newest_record_at TIMESTAMP[], updated_at TIMESTAMP[]
