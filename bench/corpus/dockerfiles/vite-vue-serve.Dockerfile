FROM node:22
WORKDIR /app
RUN npm install -g serve
COPY . .
RUN npm install
RUN npm run build
EXPOSE 3000
CMD ["serve", "-s", "dist", "-l", "3000"]
