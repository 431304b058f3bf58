FROM node:24
WORKDIR /app
RUN npm install -g pnpm@10
COPY . .
RUN pnpm install --frozen-lockfile --ignore-scripts
RUN pnpm build
EXPOSE 3000
CMD ["node", "lib/bin.js", "fixtures/db.json", "--host", "0.0.0.0"]
